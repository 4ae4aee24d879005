package dev.webendpoints.image.commands;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The images that a {@code FROM} may name: any variant of Python's own, which a virtual environment replaces. */
final class BaseImage {

    private static final Pattern PYTHON = Pattern.compile(
            "(?:docker\\.io/)?(?:library/)?(?:public\\.ecr\\.aws/docker/library/)?python:(\\d+\\.\\d+(?:\\.\\d+)?)(?:[-@].*)?");

    /** The commands of {@code debian_slim} after its {@code FROM}; a virtual environment needs none of them. */
    private static final Set<String> PREAMBLE = Set.of(
            "apt-get update",
            "apt-get install -y gcc gfortran build-essential",
            "pip install --upgrade pip wheel uv",
            "echo 'debconf debconf/frontend select Noninteractive' | debconf-set-selections");

    private static final String MICROMAMBA = "mambaorg/micromamba:";

    private BaseImage() {}

    /** @throws CommandRejected if it is not an image of Python */
    static LayerStep.Python python(String image) {
        Matcher python = PYTHON.matcher(image);
        if (!python.matches()) {
            throw new CommandRejected(asked(image) + " is not supported: this server makes Python environments, not "
                    + "containers; the base can be Image.debian_slim() or Image.from_registry(\"python:3.x\")");
        }
        return new LayerStep.Python(python.group(1));
    }

    private static String asked(String image) {
        return image.startsWith(MICROMAMBA)
                ? "Image.micromamba()"
                : "the base image " + image + " (Image.from_registry, Image.from_dockerfile)";
    }

    static boolean isPreamble(String command) {
        return PREAMBLE.contains(command);
    }
}
