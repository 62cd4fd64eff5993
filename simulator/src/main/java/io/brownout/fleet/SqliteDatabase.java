package io.brownout.fleet;

import io.brownout.board.HarnessException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteException;

/**
 * A database that is one SQLite file. Its log is synced at every commit (write-ahead log, {@code synchronous=FULL}), so that nothing that was answered with success is lost with the power.
 *
 * <p>One writer at a time, readers beside it. Other processes may have it open, too.
 */
final class SqliteDatabase implements FleetDatabase {
    private static final int READERS = 4;
    private static final int MOST_MILLISECONDS_BUSY = 10_000;
    private static final Pattern DUPLICATE = Pattern.compile("UNIQUE constraint failed: ([^)]+)");

    private final Connection writer;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final List<Connection> readers = new ArrayList<>();
    private final BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(READERS);

    private SqliteDatabase(Connection writer) {
        this.writer = writer;
    }

    /**
     * Opens one, and makes it what this version of the API needs.
     *
     * @param file made if it is not there
     * @throws HarnessException if it cannot be opened, or a later version has written it
     */
    static SqliteDatabase open(Path file) {
        try {
            SqliteDatabase made = new SqliteDatabase(connect(file));
            try {
                made.write(session -> new Migrations(Map.of("id", "INTEGER PRIMARY KEY AUTOINCREMENT")).run(session));
                for (int i = 0; i < READERS; i++) {
                    made.readers.add(connect(file));
                }
                made.idle.addAll(made.readers);
                return made;
            } catch (RuntimeException | SQLException e) {
                made.close();
                throw e;
            }
        } catch (DatabaseException | SQLException e) {
            throw new HarnessException("the database %s cannot be used: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(MOST_MILLISECONDS_BUSY);
        return DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    }

    @Override
    public <T> T read(Work<T> work) {
        Connection reader = take();
        try {
            return done(reader, "BEGIN", work);
        } finally {
            idle.add(reader);
        }
    }

    private Connection take() {
        try {
            return idle.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("the API is being closed", e);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        writing.lock();
        try {
            return done(writer, "BEGIN IMMEDIATE", work);
        } finally {
            writing.unlock();
        }
    }

    /** Not with the driver's own transactions: it begins the next one as soon as one has ended, and an idle API would lock out all others. */
    private static <T> T done(Connection connection, String begin, Work<T> work) {
        boolean committed = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute(begin);
            try {
                T result = work.in(new Session(connection, SqliteDatabase::failure));
                statement.execute("COMMIT");
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    rollBack(statement);
                }
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static void rollBack(Statement statement) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            // What failed before says more; SQLite itself undoes what was not committed.
        }
    }

    private static DatabaseException failure(SQLException e) {
        if (!(e instanceof SQLiteException known)) {
            return new DatabaseException("the database failed: " + e.getMessage(), e);
        }
        return switch (known.getResultCode()) {
            case SQLITE_CONSTRAINT_UNIQUE -> new DuplicateException(duplicates(String.valueOf(e.getMessage())), e);
            case SQLITE_CONSTRAINT_NOTNULL, SQLITE_CONSTRAINT_FOREIGNKEY -> new ConstraintException(e);
            default -> new DatabaseException("the database failed: " + e.getMessage(), e);
        };
    }

    private static List<String> duplicates(String message) {
        Matcher named = DUPLICATE.matcher(message);
        return named.find()
                ? Arrays.stream(named.group(1).split(", "))
                        .map(it -> it.substring(it.indexOf('.') + 1))
                        .toList()
                : List.of();
    }

    @Override
    public void close() {
        writing.lock();
        try {
            for (Connection reader : readers) {
                reader.close();
            }
            writer.close();
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            writing.unlock();
        }
    }
}
