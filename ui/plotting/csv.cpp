#include "plotting/csv.h"

#include "export/csv.h"

namespace moelab {

QString csvLine(const QStringList& cells) {
    std::vector<std::string> plain;
    for (const QString& cell : cells)
        plain.push_back(cell.toStdString());
    return QString::fromStdString(csvLine(plain));
}

QString nineDigits(double value) { return QString::number(value, 'g', 9); }

} // namespace moelab
