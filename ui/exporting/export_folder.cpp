#include "exporting/export_folder.h"

#include "session/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace moelab {
namespace {

const QString kExportFolder = QStringLiteral("figures/folder");

} // namespace

QString exportFolder(const Settings& settings) {
    for (const QString& folder :
         {settings.value(kExportFolder).toString(),
          QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation), QDir::homePath()})
        if (!folder.isEmpty() && QFileInfo(folder).isDir())
            return folder;
    return QDir::currentPath();
}

void keepExportFolder(Settings& settings, const QString& folder) {
    settings.setValue(kExportFolder, QFileInfo(folder).absoluteFilePath());
}

QString askExportFile(const AskForFile& ask, Settings& settings, QWidget* parent, const QString& title,
                      const QString& name, const QString& filter) {
    const QString file = ask(parent, title, QDir(exportFolder(settings)).filePath(name), filter);
    if (!file.isEmpty())
        keepExportFolder(settings, QFileInfo(file).absolutePath());
    return file;
}

} // namespace moelab
