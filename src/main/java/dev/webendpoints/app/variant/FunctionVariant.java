package dev.webendpoints.app.variant;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import dev.webendpoints.function.FunctionOptions;

/** A function with other options than its code declares. Immutable, except for the time of its last use. */
@Entity
@Table(name = "function_variant")
class FunctionVariant {

    /** A hash of the function's id and the options, so that equal ones are one variant. */
    @Id
    String id;

    @Column(name = "function_id")
    String functionId;

    @Column(name = "workspace_id")
    String workspaceId;

    @JdbcTypeCode(SqlTypes.JSON)
    FunctionOptions options;

    @Column(name = "used_at")
    Instant usedAt;
}
