package dev.webendpoints.app;

import java.io.Serializable;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Links a deployment to a class under a name. */
@Entity
@Table(name = "deployment_class")
public class DeploymentClass {

    @EmbeddedId
    public Key key;

    @Column(name = "class_id")
    public String classId;

    static DeploymentClass of(String appId, int version, String tag, String classId) {
        DeploymentClass row = new DeploymentClass();
        row.key = new Key(appId, version, tag);
        row.classId = classId;
        return row;
    }

    @Embeddable
    public record Key(@Column(name = "app_id") String appId, int version, String tag) implements Serializable {}
}
