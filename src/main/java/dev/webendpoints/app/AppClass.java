package dev.webendpoints.app;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The id of a class of an app; the code of the class is the function {@code Name.*}. */
@Entity
@Table(name = "app_class")
public class AppClass {

    @Id
    public String id;

    @Column(name = "app_id")
    String appId;
}
