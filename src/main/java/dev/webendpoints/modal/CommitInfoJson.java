package dev.webendpoints.modal;

import dev.webendpoints.modal.generated.CommitInfo;
import io.vertx.core.json.JsonObject;

/** Converts the deployed commit to and from JSON for the deployment's history. */
final class CommitInfoJson {

    private CommitInfoJson() {}

    static String toJson(CommitInfo commit) {
        return new JsonObject()
                .put("vcs", commit.getVcs())
                .put("branch", commit.getBranch())
                .put("commit_hash", commit.getCommitHash())
                .put("commit_timestamp", commit.getCommitTimestamp())
                .put("dirty", commit.getDirty())
                .put("author_name", commit.getAuthorName())
                .put("author_email", commit.getAuthorEmail())
                .put("repo_url", commit.getRepoUrl())
                .encode();
    }

    static CommitInfo fromJson(String json) {
        JsonObject commit = new JsonObject(json);
        return CommitInfo.newBuilder()
                .setVcs(commit.getString("vcs", ""))
                .setBranch(commit.getString("branch", ""))
                .setCommitHash(commit.getString("commit_hash", ""))
                .setCommitTimestamp(commit.getLong("commit_timestamp", 0L))
                .setDirty(commit.getBoolean("dirty", false))
                .setAuthorName(commit.getString("author_name", ""))
                .setAuthorEmail(commit.getString("author_email", ""))
                .setRepoUrl(commit.getString("repo_url", ""))
                .build();
    }
}
