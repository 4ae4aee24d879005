package dev.webendpoints.worker.process.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the account files of a confined worker: root, and with a range of ids the accounts of a Debian image. */
final class AccountFiles {

    private static final String NO_LOGIN = "/usr/sbin/nologin";

    private record Account(String name, int uid, int gid, String home) {

        private String line() {
            return String.join(":", name, "x", "" + uid, "" + gid, name, home, uid == 0 ? "/bin/sh" : NO_LOGIN);
        }
    }

    private record Group(String name, int gid) {

        private String line() {
            return name + ":x:" + gid + ":";
        }
    }

    private static final Account ROOT = new Account("root", 0, 0, "/root");

    /** The accounts of Debian's base-passwd. */
    private static final List<Account> OTHERS = List.of(
            new Account("daemon", 1, 1, "/usr/sbin"),
            new Account("bin", 2, 2, "/bin"),
            new Account("sys", 3, 3, "/dev"),
            new Account("games", 5, 60, "/usr/games"),
            new Account("man", 6, 12, "/var/cache/man"),
            new Account("lp", 7, 7, "/var/spool/lpd"),
            new Account("mail", 8, 8, "/var/mail"),
            new Account("news", 9, 9, "/var/spool/news"),
            new Account("proxy", 13, 13, "/bin"),
            new Account("www-data", 33, 33, "/var/www"),
            new Account("backup", 34, 34, "/var/backups"),
            new Account("list", 38, 38, "/var/list"),
            new Account("nobody", 65_534, 65_534, "/nonexistent"));

    private static final List<Group> OTHER_GROUPS = List.of(
            new Group("daemon", 1),
            new Group("bin", 2),
            new Group("sys", 3),
            new Group("adm", 4),
            new Group("tty", 5),
            new Group("disk", 6),
            new Group("lp", 7),
            new Group("mail", 8),
            new Group("news", 9),
            new Group("man", 12),
            new Group("proxy", 13),
            new Group("www-data", 33),
            new Group("backup", 34),
            new Group("list", 38),
            new Group("shadow", 42),
            new Group("utmp", 43),
            new Group("staff", 50),
            new Group("games", 60),
            new Group("users", 100),
            new Group("nogroup", 65_534));

    private AccountFiles() {}

    /** @param ids number of ids that a worker has, from root's on; accounts without one are left out. Blocks */
    static void write(Path etc, int ids) throws IOException {
        Files.writeString(
                etc.resolve("passwd"),
                lines(Stream.concat(Stream.of(ROOT), OTHERS.stream().filter(each -> each.uid() < ids))
                        .map(Account::line)));
        Files.writeString(
                etc.resolve("group"),
                lines(Stream.concat(
                                Stream.of(new Group("root", 0)),
                                OTHER_GROUPS.stream().filter(each -> each.gid() < ids))
                        .map(Group::line)));
    }

    private static String lines(Stream<String> lines) {
        return lines.collect(Collectors.joining("\n", "", "\n"));
    }
}
