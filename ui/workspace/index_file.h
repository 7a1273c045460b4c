#pragma once

#include "workspace/run_row.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>

namespace moelab {

/// What a run said when its files had this signature.
struct IndexEntry {
    std::uint64_t signature = 0;
    std::shared_ptr<const RunSummary> summary; ///< null if it could not be read
    QString problem;                           ///< why, if so
    std::shared_ptr<const RunTexts> texts = {};
};

/// By the run's folder.
using IndexEntries = std::map<std::filesystem::path, IndexEntry>;

/// The index of a workspace on disk: an SQLite database that anyone may delete. One of another schema or a damaged
/// one is made again, empty. Used from one thread.
class IndexFile {
  public:
    /// @throws Error if Qt has no SQLite driver, or no database can be made there
    explicit IndexFile(const std::filesystem::path& file);
    ~IndexFile();
    IndexFile(const IndexFile&) = delete;
    IndexFile& operator=(const IndexFile&) = delete;

    /// Without what is damaged.
    IndexEntries load(const std::filesystem::path& workspace) const;
    /// All or nothing. @throws Error naming the file and SQLite's reason, if it cannot be written
    void save(const IndexEntries& changed, const std::set<std::filesystem::path>& gone);

  private:
    bool open(QString& problem);
    void close();
    bool run(const QString& statement, QString& problem) const;

    QString m_file;
    QString m_connection; ///< Qt's name of it
};

} // namespace moelab
