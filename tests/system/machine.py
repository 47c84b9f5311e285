"""A small Debian that boots in qemu without help of the host's processor (TCG), in ten to twenty
seconds: a root file system by mmdebstrap, Debian's cloud kernel, an initial file system with one
static program (init.c). What takes long is kept in a directory and used again.
"""

import glob
import hashlib
import os
import shutil
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SUITE = "bookworm"
KERNEL = {"x86_64": "linux-image-cloud-amd64", "aarch64": "linux-image-cloud-arm64"}
MODULES = ("virtio_ring", "virtio", "virtio_pci_modern_dev", "virtio_pci_legacy_dev", "virtio_pci",
           "virtio_blk")
BASE = ("systemd", "systemd-sysv", "dbus", "python3", "procps")
DISK_MEGABYTES = 1200

# Runs what lies on the second disk, as an ordinary service of a booted system, then ends.
UNIT = """[Unit]
Description=What this machine was made for
After=multi-user.target

[Service]
Type=simple
Environment=SYSTEMD_COLORS=0 SYSTEMD_URLIFY=0 SYSTEMD_PAGER=
ExecStartPre=/bin/mkdir -p /run/payload
ExecStartPre=/bin/tar -x -f /dev/vdb -C /run/payload
ExecStart=/bin/sh -c 'python3 /run/payload/inside.py; echo "RESULT rc=$?"'
ExecStopPost=/bin/systemctl poweroff --force --no-block
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS0

[Install]
WantedBy=default.target
"""

# Nothing here is tested, and each costs a second or more under TCG.
MASKED = ("systemd-journal-flush.service", "systemd-logind.service", "systemd-update-utmp.service",
          "systemd-update-utmp-runlevel.service", "getty@.service", "serial-getty@.service",
          "apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer",
          "e2scrub_all.timer", "e2scrub_reap.service", "fstrim.timer",
          "systemd-timesyncd.service")


def run(*command, **options):
    """Its output goes to our stderr: stdout is for checks."""
    subprocess.run(command, check=True, stdout=2, **options)


def output_of(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def key_of(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def cached(path, key, make):
    """Calls make(path of a new file) unless `path` was made with this key."""
    key_file = path + ".key"
    if os.path.exists(path) and os.path.exists(key_file):
        with open(key_file, encoding="utf-8") as file:
            if file.read() == key:
                return path
    make(path + ".part")
    if os.path.isdir(path):
        shutil.rmtree(path)
    os.replace(path + ".part", path)
    with open(key_file, "w", encoding="utf-8") as file:
        file.write(key)
    return path


class Machine:
    def __init__(self, directory, packages):
        os.makedirs(directory, exist_ok=True)
        self.directory = directory
        packages = ",".join(sorted({*BASE, *packages}))
        root = cached(self.at("root.tar"), key_of(SUITE, packages), lambda path: run(
            "mmdebstrap", "--quiet", "--variant=minbase", "--format=tar", "--include=" + packages,
            SUITE, path))
        with open(self.at("root.tar.key"), encoding="utf-8") as file:
            root_key = file.read()
        self.disk = cached(self.at("disk.img"), key_of(root_key, UNIT, *MASKED),
                           lambda path: make_disk(root, path))
        with open(os.path.join(HERE, "init.c"), encoding="utf-8") as file:
            init = file.read()
        kernel = self.kernel_directory()
        self.kernel, = glob.glob(kernel + "/boot/vmlinuz-*")
        self.initial = cached(self.at("initial.cpio"), key_of(self.kernel, init),
                              lambda path: make_initial(kernel, path))

    def at(self, name):
        return os.path.join(self.directory, name)

    def kernel_directory(self):
        meta = KERNEL[os.uname().machine]
        package = next(line.split()[1] for line in output_of("apt-cache", "depends", meta).split("\n")
                       if line.strip().startswith("Depends:"))

        def unpack(path):
            shutil.rmtree(path, ignore_errors=True)
            with tempfile.TemporaryDirectory() as place:
                run("apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", package, cwd=place)
                run("dpkg", "-x", *glob.glob(place + "/*.deb"), path)
        return cached(self.at("kernel"), key_of(package), unpack)

    def boot(self, payload, log, on_line, timeout_s):
        """Boots with the files of directory `payload` on a second disk; calls on_line for each line
        of the console, which also goes to the file `log`. Gives the status of inside.py, or None
        when the machine ended, or had to be ended, without one."""
        with tempfile.TemporaryDirectory() as place:
            second = os.path.join(place, "payload.tar")
            run("tar", "-c", "-f", second, "-C", payload, ".")
            command = [
                "timeout", "--kill-after=5", str(timeout_s), "qemu-system-x86_64",
                "-machine", "q35,accel=tcg", "-cpu", "max", "-smp", "2", "-m", "1024",
                "-nodefaults", "-no-reboot", "-display", "none", "-serial", "stdio",
                "-kernel", self.kernel, "-initrd", self.initial,
                "-append", "console=ttyS0 quiet rw panic=-1 systemd.show_status=0",
                "-drive", f"file={self.disk},if=virtio,format=raw,snapshot=on",
                "-drive", f"file={second},if=virtio,format=raw,readonly=on",
            ]
            status = None
            with open(log, "w", encoding="utf-8") as file, subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT, text=True, errors="replace") as process:
                for line in process.stdout:
                    file.write(line)
                    file.flush()
                    line = line.strip()
                    if line.startswith("RESULT rc="):
                        status = int(line.removeprefix("RESULT rc="))
                    else:
                        on_line(line)
            return status


def make_disk(root, path):
    """An ext4 image, without mounting anything."""
    with tempfile.TemporaryDirectory(dir=os.path.dirname(path)) as place:
        tree = os.path.join(place, "root")
        os.mkdir(tree)
        script = ["set -e", f"tar -x -f {root} -C {tree} --exclude='./dev/*'"]
        units = f"{tree}/etc/systemd/system"
        with open(os.path.join(place, "unit"), "w", encoding="utf-8") as file:
            file.write(UNIT)
        script += [f"cp {place}/unit {units}/system-test.service",
                   f"mkdir -p {units}/default.target.wants",
                   f"ln -s ../system-test.service {units}/default.target.wants/"]
        script += [f"ln -sf /dev/null {units}/{unit}" for unit in MASKED]
        # Any will do; without one this is a first boot, which takes longer.
        script += [f"echo {'5ca1ab1e' * 4} >{tree}/etc/machine-id", f": >{tree}/etc/fstab",
                   f"echo cell >{tree}/etc/hostname",
                   f"ln -sf /lib/systemd/system/multi-user.target {units}/default.target",
                   f"mke2fs -q -t ext4 -d {tree} {path} {DISK_MEGABYTES}M"]
        run("fakeroot", "sh", "-c", "\n".join(script))


def make_initial(kernel, path):
    """The initial file system: /init and the modules, as an uncompressed cpio archive."""
    with tempfile.TemporaryDirectory() as place:
        init = os.path.join(place, "init")
        run("cc", "-Os", "-static", "-s", "-Wall", "-Werror", "-o", init, os.path.join(HERE, "init.c"))
        files = {"init": init}
        for module in MODULES:
            files[module + ".ko"], = glob.glob(f"{kernel}/lib/modules/*/kernel/**/{module}.ko",
                                               recursive=True)
        with open(path, "wb") as archive:
            for number, (name, source) in enumerate(files.items(), 1):
                with open(source, "rb") as file:
                    write_member(archive, number, name, 0o100755, file.read())
            write_member(archive, 0, "TRAILER!!!", 0, b"")


def write_member(archive, inode, name, mode, data):
    """One member in the format "newc" (cpio(5)): thirteen numbers of eight hexadecimal digits, the
    name, the data, each padded to four bytes."""
    encoded = name.encode() + b"\0"
    numbers = (inode, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(encoded), 0)
    header = b"070701" + b"".join(b"%08X" % number for number in numbers) + encoded
    archive.write(header + b"\0" * (-len(header) % 4))
    archive.write(data + b"\0" * (-len(data) % 4))
