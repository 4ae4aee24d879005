package dev.webendpoints.source;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;

@ApplicationScoped
class BlobRepository implements PanacheRepositoryBase<Blob, String> {}
