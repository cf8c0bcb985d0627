"""compare.py itself: that it sees what it is there to see."""

import io
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unittest

from compare import Image, compare_images

ASSEMBLE = pathlib.Path(__file__).resolve().parent.parent / "images" / "assemble.py"


def entry(name, content="", **attributes):
    """A tar entry: a file, or whatever `type` says."""
    member = tarfile.TarInfo(name)
    data = content.encode()
    member.size = len(data)
    for key, value in attributes.items():
        setattr(member, key, value)
    return member, data


BASE = [
    entry("etc/", type=tarfile.DIRTYPE, mode=0o755),
    entry("etc/a", "one"),
    entry("etc/b", "two"),
    entry("link", type=tarfile.SYMTYPE, linkname="etc/a"),
]


class Comparison(unittest.TestCase):
    """Small images, made with tests/images/assemble.py."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.directory = pathlib.Path(temporary.name)
        self.count = 0

    def image(self, *layers, config=None):
        self.count += 1
        folder = self.directory / str(self.count)
        folder.mkdir()
        (folder / "config.json").write_text(json.dumps(config or {"Cmd": ["sh"]}), encoding="utf-8")
        command = [sys.executable, ASSEMBLE, "--reference", "test:1", "--title", "test",
                   "--epoch", "1", "--config", folder / "config.json"]
        for number, members in enumerate(layers):
            with tarfile.open(folder / f"{number}.tar", "w", format=tarfile.PAX_FORMAT) as archive:
                for member, data in members:
                    archive.addfile(member, io.BytesIO(data))
            command += ["--layer", folder / f"{number}.tar", f"layer {number}"]
        subprocess.run([*command, folder / "layout"], check=True)
        return Image(str(folder / "layout"))

    def differences(self, first, second, **options):
        return list(compare_images(first, second, **options))

    def assert_difference(self, changed, *expected, **options):
        found = self.differences(self.image(BASE), self.image(changed), **options)
        self.assertEqual(found, list(expected))

    def test_equal(self):
        """compare: equal images have no difference"""
        self.assertEqual(self.differences(self.image(BASE), self.image(BASE), layers=True, times=True), [])

    def test_content(self):
        """compare: same size, other bytes"""
        changed = [*BASE[:1], entry("etc/a", "eno"), *BASE[2:]]
        found = self.differences(self.image(BASE), self.image(changed))
        self.assertEqual(len(found), 1)
        self.assertTrue(found[0].startswith("/etc/a: digest "), found)

    def test_attributes(self):
        """compare: mode, owner, type, link target, missing and added paths"""
        self.assert_difference([*BASE[:1], entry("etc/a", "one", mode=0o600), *BASE[2:]],
                               "/etc/a: mode 0o644 / 0o600")
        self.assert_difference([*BASE[:1], entry("etc/a", "one", uid=5, gid=6), *BASE[2:]],
                               "/etc/a: uid 0 / 5", "/etc/a: gid 0 / 6")
        self.assert_difference([*BASE[:3], entry("link", type=tarfile.SYMTYPE, linkname="/etc/a")],
                               "/link: target etc/a / /etc/a")
        self.assert_difference(BASE[:3], "/link: only in the first")
        self.assert_difference([*BASE, entry("new")], "/new: only in the second")

    def test_hard_links(self):
        """compare: two names of one file are not two equal files"""
        linked = [*BASE[:2], entry("etc/b", type=tarfile.LNKTYPE, linkname="etc/a"), BASE[3]]
        copied = [*BASE[:2], entry("etc/b", "one"), BASE[3]]
        self.assertEqual(self.differences(self.image(linked), self.image(copied)),
                         ["/etc/a = /etc/b: one file in the first only"])

    def test_xattrs(self):
        """compare: extended attributes"""
        marked = entry("etc/a", "one", pax_headers={"SCHILY.xattr.user.note": "x"})
        self.assert_difference([*BASE[:1], marked, *BASE[2:]], "/etc/a: xattrs {} / {'user.note': 'x'}")

    def test_times(self):
        """compare: times count when asked for"""
        later = [*BASE[:1], entry("etc/a", "one", mtime=7), *BASE[2:]]
        self.assert_difference(later)
        self.assert_difference(later, "/etc/a: mtime 0 / 7", times=True)

    def test_whiteouts(self):
        """compare: removed files and hidden folders of lower layers are gone"""
        removed = self.image(BASE, [entry("etc/.wh.a")])
        hidden = self.image(BASE, [entry("etc/.wh..wh..opq"), entry("etc/b", "two")])
        self.assertNotIn("/etc/a", removed.tree().nodes)
        self.assertEqual(self.differences(removed, hidden, config=False), [])
        layered = self.differences(removed, hidden, config=False, layers=True)
        self.assertTrue(layered)

    def test_configuration(self):
        """compare: configuration, but not what is empty in one and absent in the other"""
        plain = self.image(BASE, config={"Cmd": ["sh"], "Env": []})
        self.assertEqual(self.differences(plain, self.image(BASE)), [])
        other = self.image(BASE, config={"Cmd": ["sh", "-c"]})
        found = self.differences(self.image(BASE), other)
        self.assertIn('config.Cmd: ["sh"] / ["sh", "-c"]', found)


if __name__ == "__main__":
    unittest.main(verbosity=2)
