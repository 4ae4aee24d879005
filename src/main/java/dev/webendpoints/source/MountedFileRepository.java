package dev.webendpoints.source;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

@ApplicationScoped
class MountedFileRepository implements PanacheRepositoryBase<MountedFile, MountedFile.Key> {

    Uni<List<MountedFile>> ofMount(String mountId) {
        return list("key.mountId = ?1 order by key.filename", mountId);
    }
}
