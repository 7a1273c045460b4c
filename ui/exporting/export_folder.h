#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace moelab {

class Settings;

/// Where dialogs of exports begin: the folder that was last exported to, also by an earlier window; at first, and
/// where that is gone, the documents, the person's or the working folder, the first that exists.
QString exportFolder(const Settings& settings);
void keepExportFolder(Settings& settings, const QString& folder);

using AskForFile =
    std::function<QString(QWidget*, const QString& title, const QString& name, const QString& filter)>;

/// Asks for the file of an export, in that folder, and keeps the folder that was chosen.
/// @param name proposed, without a folder
/// @returns nothing if the person changed their mind
QString askExportFile(const AskForFile& ask, Settings& settings, QWidget* parent, const QString& title,
                      const QString& name, const QString& filter);

} // namespace moelab
