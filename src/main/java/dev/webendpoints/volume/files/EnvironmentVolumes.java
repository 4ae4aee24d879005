package dev.webendpoints.volume.files;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.identity.EnvironmentContents;
import dev.webendpoints.volume.Volumes;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The volumes of an environment, with their files, which are deleted first: a volume without files can be found again. */
@ApplicationScoped
class EnvironmentVolumes implements EnvironmentContents {

    private final Volumes volumes;
    private final VolumeFiles files;

    EnvironmentVolumes(Volumes volumes, VolumeFiles files) {
        this.volumes = volumes;
        this.files = files;
    }

    @Override
    public Uni<Void> deleteOf(String environmentId) {
        return volumes.idsOf(environmentId)
                .chain(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id -> deleteFiles(id).chain(() -> volumes.deleteRow(id)))
                        .onItem()
                        .ignoreAsUni());
    }

    /** Completes on the context of the database's caller, unlike the work on files. */
    private Uni<Void> deleteFiles(String volumeId) {
        return ReactiveCalls.onCallersContext(() -> files.delete(volumeId).subscribeAsCompletionStage());
    }
}
