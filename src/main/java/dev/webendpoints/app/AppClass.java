package dev.webendpoints.app;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The id of a class in its app; its code is the function {@code Name.*}. */
@Entity
@Table(name = "app_class")
class AppClass {

    @Id
    String id;

    @Column(name = "app_id")
    String appId;
}
