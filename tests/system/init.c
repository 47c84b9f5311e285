// The first process of the test machine: makes its disk known to the kernel, mounts it, and becomes
// its init. Linked statically and alone in the initial file system, with the modules beside it.
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fail(const char* what) {
  perror(what);
  return 1;
}

int main(void) {
  // Each needs those before it.
  static const char* const modules[] = {"/virtio_ring.ko",           "/virtio.ko",
                                        "/virtio_pci_modern_dev.ko", "/virtio_pci_legacy_dev.ko",
                                        "/virtio_pci.ko",            "/virtio_blk.ko"};
  for (unsigned i = 0; i < sizeof modules / sizeof *modules; ++i) {
    const int file = open(modules[i], O_RDONLY | O_CLOEXEC);
    if (file < 0 || syscall(SYS_finit_module, file, "", 0) != 0) return fail(modules[i]);
    close(file);
  }
  mkdir("/dev", 0755);
  mkdir("/root", 0755);
  if (mount("dev", "/dev", "devtmpfs", 0, 0) != 0) return fail("/dev");
  // The device shows a moment after its driver.
  for (int i = 0; access("/dev/vda", F_OK) != 0; ++i) {
    if (i == 1000) return fail("/dev/vda");
    usleep(10000);
  }
  if (mount("/dev/vda", "/root", "ext4", 0, 0) != 0) return fail("mount");
  if (mount("/dev", "/root/dev", 0, MS_MOVE, 0) != 0) return fail("move /dev");
  if (chdir("/root") != 0 || mount(".", "/", 0, MS_MOVE, 0) != 0 || chroot(".") != 0) {
    return fail("chroot");
  }
  execl("/sbin/init", "/sbin/init", (char*)0);
  return fail("/sbin/init");
}
