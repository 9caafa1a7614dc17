package llamaline.cli.terminal;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar, for {@code --version}. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String built = Version.class.getPackage().getImplementationVersion();
        return new String[] {"llamaline " + (built == null ? "(not packaged)" : built)};
    }
}
