package dev.webendpoints.image.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import dev.webendpoints.image.commands.LayerStep.Argument;

/** Reads {@code pip install}, {@code uv pip install} and {@code uv sync} in all forms that images use. */
final class InstallerCommands {

    private static final Pattern PYTHON = Pattern.compile("(/\\S*/)?python(3(\\.\\d+)?)?");
    private static final Pattern PIP = Pattern.compile("(/\\S*/)?pip(3(\\.\\d+)?)?");
    private static final Pattern UV = Pattern.compile("(/\\S*/)?uv");

    /** Maps pip's options to uv's. Options about pip's own behavior are dropped. */
    private static final OptionTable PIP_OPTIONS = new OptionTable()
            .flag("-U", "--upgrade")
            .flags("--upgrade", "--no-deps", "--no-index", "--no-build-isolation", "--require-hashes", "--quiet", "-q")
            .flag("--pre", "--prerelease=allow")
            .flag("--force-reinstall", "--reinstall")
            .flag("--ignore-installed", "--reinstall")
            .flag("-I", "--reinstall")
            .flag("--no-cache-dir")
            .flag("--no-cache")
            .flag("--user")
            .flag("--break-system-packages")
            .flag("--disable-pip-version-check")
            .flag("--prefer-binary")
            .flag("--use-pep517")
            .flag("--no-input")
            .flag("--no-warn-script-location")
            .flag("--no-color")
            .flag("--compile")
            .flag("--no-compile")
            .flag("--no-python-version-warning")
            .value("--root-user-action")
            .value("--progress-bar")
            .value("--upgrade-strategy")
            .value("--retries")
            .value("--timeout")
            .value("--cache-dir")
            .value("--trusted-host", "--allow-insecure-host")
            .value("-i", "--index-url")
            .value("-f", "--find-links")
            .values("--index-url", "--extra-index-url", "--find-links", "--no-binary", "--only-binary")
            .value("--config-settings", "--config-setting")
            .file("-r", "--requirements")
            .file("--requirement", "--requirements")
            .file("-c", "--constraints")
            .file("--constraint", "--constraints")
            .file("-e", "")
            .file("--editable", "");

    private static final OptionTable UV_PIP_OPTIONS = new OptionTable()
            .flags("--compile-bytecode", "--compile", "--upgrade", "-U", "--reinstall", "--force-reinstall", "--strict")
            .flags("--no-deps", "--no-index", "--no-build", "--no-build-isolation", "--require-hashes", "--exact")
            .flags("--verify-hashes", "--no-verify-hashes", "--refresh", "--quiet", "-q", "--verbose", "-v")
            .flags("--no-sources", "--native-tls", "--all-extras", "--no-config")
            .flag("--pre", "--prerelease=allow")
            .flag("--system")
            .flag("--break-system-packages")
            .flag("--no-cache")
            .flag("--no-cache-dir")
            .flag("-n")
            .flag("--no-progress")
            .value("--python")
            .value("-p")
            .value("--cache-dir")
            .value("--color")
            .values("--index", "--default-index", "--index-url", "-i", "--extra-index-url", "--find-links", "-f")
            .values("--index-strategy", "--keyring-provider", "--prerelease", "--resolution", "--exclude-newer")
            .values("--upgrade-package", "-P", "--reinstall-package", "--refresh-package", "--config-setting", "-C")
            .values("--no-binary", "--only-binary", "--no-build-isolation-package", "--allow-insecure-host")
            .value("--link-mode")
            .values("--torch-backend", "--extra", "--trusted-host")
            .file("-r", "--requirements")
            .file("--requirement", "--requirements")
            .files("--requirements")
            .file("-c", "--constraints")
            .file("--constraint", "--constraints")
            .files("--constraints", "--overrides", "--override", "--build-constraints", "--build-constraint", "-b")
            .file("-e", "")
            .file("--editable", "");

    private static final OptionTable UV_SYNC_OPTIONS = new OptionTable()
            .flags("--frozen", "--locked", "--no-install-workspace", "--no-install-project", "--no-dev", "--dev")
            .flags("--only-dev", "--all-extras", "--all-groups", "--no-default-groups", "--all-packages")
            .flags(
                    "--compile-bytecode",
                    "--inexact",
                    "--no-build",
                    "--no-binary",
                    "--no-sources",
                    "--no-build-isolation")
            .flags("--upgrade", "-U", "--reinstall", "--refresh", "--quiet", "-q", "--verbose", "-v", "--native-tls")
            .flags("--no-editable", "--no-index")
            .flag("--no-cache")
            .flag("-n")
            .flag("--no-progress")
            .flag("--active")
            .value("--python")
            .value("-p")
            .value("--cache-dir")
            .value("--color")
            .values("--extra", "--no-extra", "--group", "--no-group", "--only-group", "--package")
            .values("--no-install-package", "--no-build-package", "--no-binary-package", "--prerelease", "--resolution")
            .values("--index", "--default-index", "--index-url", "-i", "--extra-index-url", "--find-links", "-f")
            .values("--index-strategy", "--keyring-provider", "--exclude-newer", "--upgrade-package", "-P")
            .values("--reinstall-package", "--refresh-package", "--config-setting", "-C", "--allow-insecure-host")
            .value("--link-mode")
            .values("--no-build-isolation-package");

    private InstallerCommands() {}

    /** @return the step, or empty if the command installs nothing */
    static Optional<LayerStep> read(List<String> command, UnaryOperator<String> absolute) throws UnsupportedShell {
        List<String> words = withoutInterpreter(command);
        if (startsWith(words, PIP, "install")) {
            return Optional.of(new LayerStep.Install(fromPip(words.subList(2, words.size()), absolute)));
        }
        if (startsWith(words, UV, "pip", "install")) {
            return Optional.of(new LayerStep.Install(
                    withoutEditable(UV_PIP_OPTIONS.translate(words.subList(3, words.size()), absolute))));
        }
        if (startsWith(words, UV, "sync")) {
            return Optional.of(sync(words.subList(2, words.size()), absolute));
        }
        return Optional.empty();
    }

    /** Strips {@code python -m} from {@code python -m pip}. */
    private static List<String> withoutInterpreter(List<String> command) {
        boolean module = command.size() > 2
                && PYTHON.matcher(command.get(0)).matches()
                && command.get(1).equals("-m");
        return module ? command.subList(2, command.size()) : command;
    }

    private static boolean startsWith(List<String> words, Pattern program, String... rest) {
        return words.size() > rest.length
                && program.matcher(words.get(0)).matches()
                && words.subList(1, rest.length + 1).equals(List.of(rest));
    }

    /** pip compiles what it installs and takes the best version of all its indexes; uv does neither by default. */
    private static List<Argument> fromPip(List<String> arguments, UnaryOperator<String> absolute)
            throws UnsupportedShell {
        List<Argument> translated = withoutEditable(PIP_OPTIONS.translate(arguments, absolute));
        if (!arguments.contains("--no-compile")) {
            translated.add(0, new Argument("--compile-bytecode", false));
        }
        if (translated.stream().anyMatch(argument -> argument.text().equals("--extra-index-url"))) {
            translated.add(new Argument("--index-strategy=unsafe-best-match", false));
        }
        return translated;
    }

    /**
     * Drops {@code --editable}, whose link would point into the build's directory; installs the package as it is now.
     */
    private static List<Argument> withoutEditable(List<Argument> arguments) {
        return new ArrayList<>(arguments.stream()
                .filter(argument -> !argument.text().isEmpty())
                .toList());
    }

    private static LayerStep sync(List<String> arguments, UnaryOperator<String> absolute) throws UnsupportedShell {
        String project = absolute.apply(".");
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith("--project=") || argument.startsWith("--directory=")) {
                project = absolute.apply(argument.substring(argument.indexOf('=') + 1));
            } else if ((argument.equals("--project") || argument.equals("--directory")) && i + 1 < arguments.size()) {
                project = absolute.apply(arguments.get(++i));
            } else {
                rest.add(argument);
            }
        }
        return new LayerStep.Sync(project, UV_SYNC_OPTIONS.translate(rest, absolute));
    }
}
