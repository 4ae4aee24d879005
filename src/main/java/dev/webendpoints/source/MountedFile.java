package dev.webendpoints.source;

import java.io.Serializable;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A {@link MountFile} as stored in the database. */
@Entity
@Table(name = "mount_file")
public class MountedFile {

    /** A name in a mount. */
    @Embeddable
    public record Key(
            @Column(name = "mount_id") String mountId,
            @Column(name = "filename") String filename) implements Serializable {}

    @EmbeddedId
    public Key key;

    public String sha256;

    public int mode;

    static MountedFile of(String mountId, MountFile file) {
        MountedFile row = new MountedFile();
        row.key = new Key(mountId, file.filename());
        row.sha256 = file.sha256();
        row.mode = file.mode();
        return row;
    }

    MountFile toMountFile() {
        return new MountFile(key.filename(), sha256, mode);
    }
}
