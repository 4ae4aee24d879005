package dev.webendpoints.app;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A named function of an app; the row is the same for all deployments. */
@Entity
@Table(name = "function")
public class AppFunction {

    @Id
    public String id;

    @Column(name = "app_id")
    public String appId;

    /** {@code square}, or {@code Model.*} for a class. */
    public String tag;

    @Column(name = "created_at")
    public Instant createdAt;
}
