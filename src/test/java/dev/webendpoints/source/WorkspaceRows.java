package dev.webendpoints.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.RandomId;
import io.agroal.api.AgroalDataSource;

/** Inserts workspaces for tests, which other rows refer to. */
@ApplicationScoped
public class WorkspaceRows {

    private final AgroalDataSource database;

    WorkspaceRows(AgroalDataSource database) {
        this.database = database;
    }

    /** @return the id of a workspace used by no other test */
    public String create() {
        String id = RandomId.withPrefix("ac");
        execute("insert into workspace (id, name, created_at) values ('" + id + "', '" + id + "', '" + Instant.now()
                + "')");
        return id;
    }

    public int execute(String sql) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public long count(String sql) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
