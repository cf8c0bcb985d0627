#!/usr/bin/env python3
"""Puts uncompressed layer tars and a configuration together as an OCI image layout.

The same input gives the same bytes: no clock, no host name and no file order enters the result.
Layers are stored gzip-compressed, as registries hold them; diff_ids are of the uncompressed tars.
"""

import argparse
import datetime
import hashlib
import json
import os
import platform
import zlib

CHUNK = 1 << 20


class Layout:
    """An OCI image layout under construction; blobs get the name of their own digest."""

    def __init__(self, directory):
        self.blobs = os.path.join(directory, "blobs", "sha256")
        self.directory = directory
        os.makedirs(self.blobs)

    def add_bytes(self, data, media_type):
        digest = hashlib.sha256(data).hexdigest()
        with open(os.path.join(self.blobs, digest), "wb") as blob:
            blob.write(data)
        return {"mediaType": media_type, "digest": "sha256:" + digest, "size": len(data)}

    def add_json(self, value, media_type):
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        return self.add_bytes(text.encode(), media_type)

    def add_layer(self, path):
        """Compresses a tar into the layout; gives its descriptor and its diff_id."""
        temporary = os.path.join(self.blobs, "layer.tmp")
        plain, packed = hashlib.sha256(), hashlib.sha256()
        # Header without time and name, so that equal tars compress to equal bytes.
        deflate = zlib.compressobj(1, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        with open(path, "rb") as source, open(temporary, "wb") as target:

            def write(data):
                packed.update(data)
                target.write(data)

            while chunk := source.read(CHUNK):
                plain.update(chunk)
                write(deflate.compress(chunk))
            write(deflate.flush())
            size = target.tell()
        os.rename(temporary, os.path.join(self.blobs, packed.hexdigest()))
        descriptor = {
            "mediaType": "application/vnd.oci.image.layer.v1.tar+gzip",
            "digest": "sha256:" + packed.hexdigest(),
            "size": size,
        }
        return descriptor, "sha256:" + plain.hexdigest()

    def finish(self, manifest, reference):
        manifest["annotations"] = {"org.opencontainers.image.ref.name": reference}
        index = {
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.index.v1+json",
            "manifests": [manifest],
        }
        with open(os.path.join(self.directory, "index.json"), "w", encoding="utf-8") as file:
            json.dump(index, file, separators=(",", ":"))
        with open(os.path.join(self.directory, "oci-layout"), "w", encoding="utf-8") as file:
            file.write('{"imageLayoutVersion":"1.0.0"}')


def history_of(config, layers, created):
    """One entry for each layer, then one for each line that only configures."""
    entries = [{"created": created, "created_by": layer[1]} for layer in layers]
    lines = ["ENV " + value for value in config.get("Env", []) if not value.startswith("PATH=")]
    if "Entrypoint" in config:
        lines.append("ENTRYPOINT " + json.dumps(config["Entrypoint"]))
    lines += ["EXPOSE map[%s:{}]" % port for port in config.get("ExposedPorts", {})]
    if "StopSignal" in config:
        lines.append("STOPSIGNAL " + config["StopSignal"])
    if "Cmd" in config:
        lines.append("CMD " + json.dumps(config["Cmd"]))
    entries += [{"created": created, "created_by": line, "empty_layer": True} for line in lines]
    return entries


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", required=True)
    parser.add_argument("--title", required=True)
    parser.add_argument("--epoch", type=int, required=True)
    parser.add_argument("--config", required=True, help="file with the config object")
    parser.add_argument("--layer", nargs=2, action="append", metavar=("TAR", "CREATED_BY"))
    parser.add_argument("directory")
    options = parser.parse_args()

    created = datetime.datetime.fromtimestamp(options.epoch, datetime.timezone.utc)
    created = created.strftime("%Y-%m-%dT%H:%M:%SZ")
    with open(options.config, encoding="utf-8") as file:
        config = json.load(file)
    config["Labels"] = {
        "org.opencontainers.image.title": options.title,
        "org.stagewright.stand-in": "true",
        "org.stagewright.stand-in.for": options.reference,
    }

    layout = Layout(options.directory)
    descriptors, diff_ids = [], []
    for path, _ in options.layer:
        descriptor, diff_id = layout.add_layer(path)
        descriptors.append(descriptor)
        diff_ids.append(diff_id)
    machine = platform.machine()
    image = {
        "architecture": {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine),
        "config": config,
        "created": created,
        "history": history_of(config, options.layer, created),
        "os": "linux",
        "rootfs": {"type": "layers", "diff_ids": diff_ids},
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": layout.add_json(image, "application/vnd.oci.image.config.v1+json"),
        "layers": descriptors,
    }
    tag = options.reference.rpartition(":")[2]
    layout.finish(layout.add_json(manifest, manifest["mediaType"]), tag)


if __name__ == "__main__":
    main()
