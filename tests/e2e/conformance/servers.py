"""HTTP for a case: its `server` folder on a loopback port, with git repositories below it.

A path with `.git` in it is answered by `git http-backend`, any other is a file, or what `servers:
http:` of case.yaml says of it: headers, a status, a redirect.
"""

import email.utils
import http.server
import os
import pathlib
import subprocess
import threading
import urllib.parse


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer()

    do_HEAD = do_POST = do_GET

    def answer(self):
        url = urllib.parse.urlsplit(self.path)
        if ".git/" in url.path:
            self.answer_git(url)
            return
        spoken = self.server.answers.get(url.path, {})
        # `file` names another file than the path does, within the folder
        file = self.server.folder / urllib.parse.unquote(spoken.get("file", url.path)).lstrip("/")
        body = file.read_bytes() if file.is_file() else b""
        if "redirect" in spoken:
            self.start(int(spoken.get("status", "302")))
            self.send_header("Location", spoken["redirect"].replace("@SERVER@", self.server.url))
            body = b""
        elif "status" in spoken or file.is_file():
            self.start(int(spoken.get("status", "200")))
        else:
            self.start(404)
        for name, value in spoken.get("headers", {}).items():
            self.send_header(name, value)
        self.finish_with(body)

    def start(self, status):
        self.send_response_only(status)
        self.send_header("Date", email.utils.formatdate(usegmt=True))

    def finish_with(self, body):
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def answer_git(self, url):
        """One request through CGI, as git's own documentation sets it up for other servers."""
        if self.headers.get("Transfer-Encoding", "") == "chunked":
            body = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        environment = {
            **os.environ, "GIT_PROJECT_ROOT": str(self.server.folder), "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": url.path, "QUERY_STRING": url.query, "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""), "REMOTE_ADDR": "127.0.0.1",
            # the folder may belong to whoever runs the tests
            "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
            "GIT_CONFIG_KEY_1": "uploadpack.allowAnySHA1InWant", "GIT_CONFIG_VALUE_1": "true",
        }
        if "Git-Protocol" in self.headers:
            environment["GIT_PROTOCOL"] = self.headers["Git-Protocol"]
        done = subprocess.run(["git", "http-backend"], input=body, capture_output=True, env=environment,
                              check=False)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = [line.decode().split(": ", 1) for line in head.split(b"\r\n") if b": " in line]
        status = next((value for name, value in headers if name == "Status"), "200")
        self.start(int(status.split()[0]) if head else 500)
        for name, value in headers:
            if name != "Status":
                self.send_header(name, value)
        self.finish_with(content)


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder until the `with` block ends."""

    daemon_threads = True

    def __init__(self, folder, answers):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = pathlib.Path(folder)
        self.answers = answers
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()
