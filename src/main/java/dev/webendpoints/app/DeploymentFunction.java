package dev.webendpoints.app;

import java.io.Serializable;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Links a deployment to a function and to the definition of the function that it uses. */
@Entity
@Table(name = "deployment_function")
public class DeploymentFunction {

    @EmbeddedId
    public Key key;

    @Column(name = "definition_id")
    public String definitionId;

    static DeploymentFunction of(String appId, int version, String functionId, String definitionId) {
        DeploymentFunction row = new DeploymentFunction();
        row.key = new Key(appId, version, functionId);
        row.definitionId = definitionId;
        return row;
    }

    @Embeddable
    public record Key(
            @Column(name = "app_id") String appId,
            int version,
            @Column(name = "function_id") String functionId) implements Serializable {}
}
