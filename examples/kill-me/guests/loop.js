postMessage("spinning");
for (;;);
