package dev.webendpoints.boot;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.modal.WorkerNetworks;
import dev.webendpoints.worker.process.ProcessRuntime;

/** Reports to deployments whether workers on this machine have networks of their own. */
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
