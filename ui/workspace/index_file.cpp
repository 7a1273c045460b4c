#include "workspace/index_file.h"

#include "base/error.h"
#include "workspace/summary_json.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>
#include <spdlog/spdlog.h>

namespace moelab {
namespace {

/// Raised whenever the tables, a summary's JSON, or what a summary says of the same files change.
constexpr int kSchema = 4;

QByteArray bytesOf(const std::filesystem::path& path) { return QByteArray::fromStdString(path.string()); }

QSqlDatabase database(const QString& connection) { return QSqlDatabase::database(connection, false); }

[[noreturn]] void refuse(const QString& file, const QString& problem) {
    throw Error(file.toStdString(), "cannot be used as index of the workspace (" + problem.toStdString() + ")",
                "Check that its folder may be written; runs are read one by one until then");
}

} // namespace

IndexFile::IndexFile(const std::filesystem::path& file)
    : m_file(QString::fromStdString(file.string()))
    , m_connection(QUuid::createUuid().toString()) {
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE")))
        throw Error("QSQLITE", "is missing, Qt's driver for SQLite; without it runs are read one by one",
                    "Install it (Debian and Ubuntu: libqt6sql6-sqlite)");
    std::error_code ignored; // opening says what is wrong
    std::filesystem::create_directories(file.parent_path(), ignored);
    QString problem;
    if (open(problem))
        return;
    close();
    std::filesystem::remove(file, ignored);
    std::filesystem::remove(file.string() + "-journal", ignored);
    if (!open(problem)) {
        close();
        refuse(m_file, problem);
    }
}

IndexFile::~IndexFile() { close(); }

void IndexFile::close() {
    database(m_connection).close();
    QSqlDatabase::removeDatabase(m_connection);
}

bool IndexFile::run(const QString& statement, QString& problem) const {
    QSqlQuery query(database(m_connection));
    if (query.exec(statement))
        return true;
    problem = query.lastError().text();
    return false;
}

/// @returns false if there is no database of this schema; a new file gets one
bool IndexFile::open(QString& problem) {
    QSqlDatabase opened = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    opened.setDatabaseName(m_file);
    opened.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000"));
    if (!opened.open()) {
        problem = opened.lastError().text();
        return false;
    }
    if (!run(QStringLiteral("PRAGMA synchronous = OFF"), problem)) // a lost index is made again
        return false;
    QSqlQuery version(QStringLiteral("PRAGMA user_version"), opened);
    QSqlQuery tables(QStringLiteral("SELECT count(*) FROM sqlite_master"), opened);
    if (!version.next() || !tables.next()) {
        problem = version.lastError().text();
        return false;
    }
    const int schema = version.value(0).toInt();
    const bool isNew = tables.value(0).toInt() == 0;
    version.finish();
    tables.finish();
    if (!isNew) {
        problem = QStringLiteral("schema %1").arg(schema);
        return schema == kSchema;
    }
    return run(QStringLiteral("CREATE TABLE runs (path BLOB PRIMARY KEY, signature INTEGER NOT NULL, "
                              "summary BLOB, problem TEXT) WITHOUT ROWID"),
               problem) &&
           run(QStringLiteral("PRAGMA user_version = %1").arg(kSchema), problem);
}

IndexEntries IndexFile::load(const std::filesystem::path& workspace) const {
    IndexEntries entries;
    QSqlQuery query(database(m_connection));
    query.setForwardOnly(true);
    query.exec(QStringLiteral("SELECT path, signature, summary, problem FROM runs"));
    while (query.next()) {
        const std::filesystem::path path = query.value(0).toByteArray().toStdString();
        IndexEntry entry{static_cast<std::uint64_t>(query.value(1).toLongLong()), nullptr,
                         query.value(3).toString()};
        try {
            if (entry.problem.isEmpty())
                entry.summary = std::make_shared<const RunSummary>(
                    summaryFromJson(parseJson(query.value(2).toByteArray().toStdString(), m_file.toStdString()),
                                    path, m_file.toStdString()));
            entry.texts = std::make_shared<const RunTexts>(textsOf(workspace, path, entry.summary.get()));
            entries.emplace(path, std::move(entry));
        } catch (const Error& problem) {
            spdlog::warn("{} is read again: {}", path.string(), problem.what());
        }
    }
    if (query.lastError().isValid())
        spdlog::warn("{}: {}. What it lacks is read again.", m_file.toStdString(),
                     query.lastError().text().toStdString());
    return entries;
}

void IndexFile::save(const IndexEntries& changed, const std::set<std::filesystem::path>& gone) {
    QSqlDatabase to = database(m_connection);
    if (!to.transaction())
        refuse(m_file, to.lastError().text());
    QSqlQuery put(to);
    QSqlQuery remove(to);
    bool good = put.prepare(QStringLiteral("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)")) &&
                remove.prepare(QStringLiteral("DELETE FROM runs WHERE path = ?"));
    for (auto entry = changed.begin(); good && entry != changed.end(); ++entry) {
        const auto& [path, content] = *entry;
        put.bindValue(0, bytesOf(path));
        put.bindValue(1, static_cast<qlonglong>(content.signature));
        put.bindValue(2,
                      content.summary ? QByteArray::fromStdString(toJson(*content.summary).dump()) : QByteArray());
        put.bindValue(3, content.problem);
        good = put.exec();
    }
    for (auto path = gone.begin(); good && path != gone.end(); ++path) {
        remove.bindValue(0, bytesOf(*path));
        good = remove.exec();
    }
    if (good && to.commit())
        return;
    const QString problem = put.lastError().isValid() ? put.lastError().text() : to.lastError().text();
    to.rollback();
    refuse(m_file, problem);
}

} // namespace moelab
