package dev.webendpoints.image;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.image.host.DebianPackages;
import dev.webendpoints.image.host.HostPythons;
import dev.webendpoints.image.host.Uv;

/** What of this host a build works with. */
@ApplicationScoped
class Tools {

    private final Uv uv;
    private final HostPythons pythons;
    private final DebianPackages debian;

    Tools(Uv uv, HostPythons pythons, DebianPackages debian) {
        this.uv = uv;
        this.pythons = pythons;
        this.debian = debian;
    }

    Uv uv() {
        return uv;
    }

    HostPythons pythons() {
        return pythons;
    }

    DebianPackages debian() {
        return debian;
    }
}
