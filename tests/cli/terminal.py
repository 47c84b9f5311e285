"""A program in a real terminal: a tmux server of the test's own, which shows what a person would see."""

import os
import subprocess
import time

PATIENCE = float(os.environ.get("SKEP_TEST_PATIENCE", "30"))


class Terminal:
    """One pane. Its shell stays, so that what a program leaves behind can be looked at."""

    def __init__(self, directory, width=110, height=24, environment=None):
        self.socket = os.path.join(directory, "tmux")
        settings = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "ENV": "",
                    **(environment or {})}
        settings.pop("TMUX", None)
        self.settings = settings
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y", str(height),
                  "sh")
        try:
            # The prompt depends on who we are.
            self.run("echo rea''dy")
            self.expect("ready")
        except BaseException:
            self.close()
            raise

    def tmux(self, *words):
        run = subprocess.run(["tmux", "-S", self.socket, *words], env=self.settings,
                             capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise AssertionError(f"tmux {words}: {run.stderr}")
        return run.stdout

    def screen(self):
        return self.tmux("capture-pane", "-p")

    def shows_alternate(self):
        """Whether the full-screen buffer is up."""
        return self.tmux("display-message", "-p", "#{alternate_on}").strip() == "1"

    def pane_process(self):
        return int(self.tmux("display-message", "-p", "#{pane_pid}"))

    def type(self, text):
        """tmux would take a semicolon at the very end for its own."""
        assert not text.endswith(";")
        self.tmux("send-keys", "-l", text)

    def key(self, name):
        self.tmux("send-keys", name)

    def run(self, command):
        self.type(command)
        self.key("Enter")

    def resize(self, width, height):
        self.tmux("resize-window", "-x", str(width), "-y", str(height))

    def until(self, condition, what):
        """Waits until the condition holds of the screen; the screen is in the failure."""
        give_up = time.monotonic() + PATIENCE
        while True:
            screen = self.screen()
            if condition(screen):
                return screen
            if time.monotonic() > give_up:
                raise AssertionError(f"waited in vain for {what}; the screen:\n{screen}")
            time.sleep(0.05)

    def expect(self, text):
        return self.until(lambda screen: text in screen, repr(text))

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], env=self.settings,
                       capture_output=True, check=False)
