package llamaline.cli.stack;

import llamaline.cli.terminal.ProgressBar;
import llamaline.cli.terminal.Terminal;
import llamaline.launcher.LaunchListener;

/** Shows on standard error what a starting stack does. */
public final class TerminalListener implements LaunchListener {
    private final Terminal terminal;
    private final ProgressBar progress;

    public TerminalListener(Terminal terminal) {
        this.terminal = terminal;
        this.progress = new ProgressBar(terminal.err(), terminal.redraws());
    }

    @Override
    public void say(String line) {
        terminal.say(line);
    }

    @Override
    public void importing(String model, double share) {
        progress.show("importing " + model, share);
    }
}
