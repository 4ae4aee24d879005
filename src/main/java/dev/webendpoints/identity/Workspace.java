package dev.webendpoints.identity;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A tenant. Callers can neither read nor change the data of other workspaces. */
@Entity
@Table(name = "workspace")
public class Workspace {

    /** {@code ac-…} */
    @Id
    public String id;

    /** The first part of every hostname of this workspace: {@link WorkspaceName}. */
    public String name;

    @Column(name = "created_at")
    public Instant createdAt;
}
