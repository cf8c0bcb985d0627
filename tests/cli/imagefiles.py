"""Images made by hand for the tests of what stw reads: layers as tars, docker archives, OCI layouts."""
import gzip
import hashlib
import io
import json
import pathlib
import subprocess
import tarfile


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def entry(name, data=b"", kind=tarfile.REGTYPE, mode=0o644, link="", uid=0, gid=0, mtime=0):
    """A tar member with its bytes."""
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.linkname, info.uid, info.gid, info.mtime = kind, mode, link, uid, gid, mtime
    info.size = len(data) if kind == tarfile.REGTYPE else 0
    return info, data


def folder(name, mode=0o755):
    return entry(name, kind=tarfile.DIRTYPE, mode=mode)


def symlink(name, target):
    return entry(name, kind=tarfile.SYMTYPE, link=target, mode=0o777)


def hardlink(name, target):
    return entry(name, kind=tarfile.LNKTYPE, link=target)


def tar(*members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for info, data in members:
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zstd(data):
    return subprocess.run(["zstd", "-q", "-c"], input=data, capture_output=True, check=True).stdout


def config(layers, **more):
    history = more.pop("history", [{"created_by": f"RUN step {i}"} for i in range(len(layers))])
    return json.dumps({"architecture": "amd64", "os": "linux", "config": more, "history": history,
                       "rootfs": {"type": "layers", "diff_ids": [digest(layer) for layer in layers]}}).encode()


def docker_archive(layers, pack=lambda data: data, **more):
    """What `docker save` writes; `pack` compresses each layer."""
    members = [entry("config.json", config(layers, **more))]
    names = []
    for i, layer in enumerate(layers):
        names.append(f"{i}/layer.tar")
        members.append(entry(names[-1], pack(layer)))
    members.append(entry("manifest.json", json.dumps([{"Config": "config.json", "RepoTags": ["t:1"], "Layers": names}]).encode()))
    return tar(*members)


def oci_blobs(layers, pack=None, **more):
    """Files of an OCI layout by name. `pack`: (function, media type ending)."""
    function, ending = pack or ((lambda data: data), "")
    files = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}'}

    def blob(data):
        files["blobs/sha256/" + digest(data)[7:]] = data
        return {"digest": digest(data), "size": len(data)}

    image = {"mediaType": "application/vnd.oci.image.config.v1+json", **blob(config(layers, **more))}
    described = [{"mediaType": "application/vnd.oci.image.layer.v1.tar" + ending, **blob(function(layer))} for layer in layers]
    manifest = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": image, "layers": described}).encode()
    files["index.json"] = json.dumps({"schemaVersion": 2, "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json", **blob(manifest)}]}).encode()
    return files


def write_layout(directory, layers, pack=None, **more):
    for name, data in oci_blobs(layers, pack, **more).items():
        path = pathlib.Path(directory, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def oci_archive(layers, pack=None, **more):
    return tar(*(entry(name, data) for name, data in oci_blobs(layers, pack, **more).items()))


def gzipped(data):
    return gzip.compress(data, mtime=0)
