#pragma once

class QAbstractItemModel;
class QString;
class QTableView;

namespace moelab {

/// A view of a table that is read and not edited; its columns are as wide as what stands in them.
QTableView* makeTableView(QAbstractItemModel& model, const char* name, const QString& accessible);

} // namespace moelab
