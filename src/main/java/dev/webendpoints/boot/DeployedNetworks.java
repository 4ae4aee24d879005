package dev.webendpoints.boot;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.modal.WorkerNetworks;
import dev.webendpoints.worker.process.ProcessRuntime;

/** Tells a deploy which networks the workers of this machine have. */
@ApplicationScoped
class DeployedNetworks implements WorkerNetworks {

    private final ProcessRuntime runtime;

    DeployedNetworks(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public boolean areOwn(boolean listens, boolean blocks) {
        return runtime.separatesNetwork(listens, blocks);
    }
}
