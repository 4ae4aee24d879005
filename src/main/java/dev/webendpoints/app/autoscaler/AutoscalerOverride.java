package dev.webendpoints.app.autoscaler;

import java.io.Serializable;
import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A changed autoscaler setting of a deployed function, valid until its next deployment. */
@Entity
@Table(name = "autoscaler_override")
public class AutoscalerOverride {

    @EmbeddedId
    Key key;

    public int value;

    @Column(name = "set_at")
    public Instant setAt;

    /** The id of an API token. */
    @Column(name = "set_by")
    public String setBy;

    static AutoscalerOverride of(String functionId, AutoscalerSetting setting, int value, Instant setAt, String setBy) {
        AutoscalerOverride row = new AutoscalerOverride();
        row.key = new Key(functionId, setting.spelling());
        row.value = value;
        row.setAt = setAt;
        row.setBy = setBy;
        return row;
    }

    public String functionId() {
        return key.functionId();
    }

    public AutoscalerSetting setting() {
        return AutoscalerSetting.spelled(key.setting());
    }

    @Embeddable
    record Key(@Column(name = "function_id") String functionId, String setting) implements Serializable {}
}
