for (;;) postMessage("chatter");
