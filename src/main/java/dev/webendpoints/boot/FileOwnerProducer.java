package dev.webendpoints.boot;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dev.webendpoints.sandbox.SandboxPolicy;
import dev.webendpoints.volume.files.FileOwner;

/** Gives what clients put into volumes to the user that workers run as. */
@Singleton
class FileOwnerProducer {

    @Produces
    @Singleton
    FileOwner owner(SandboxPolicy policy) {
        return policy.user()::own;
    }
}
