#include "report/write_report.h"

#include "base/error.h"
#include "base/files.h"
#include "report/html_report.h"
#include "report/pdf_report.h"

#include <filesystem>

namespace moelab {
namespace {

bool isPdf(const QString& file) { return file.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive); }

} // namespace

void checkReportFile(const QString& file, IfExists ifExists) {
    const std::filesystem::path path = file.toStdString();
    if (!isPdf(file) && !file.endsWith(QLatin1String(".html"), Qt::CaseInsensitive))
        throw Error(path.string(), "has no suffix that names a format", "Let its name end in .html or .pdf");
    if (ifExists == IfExists::Refuse)
        refuseExisting(path);
}

void writeReport(const ReportContent& report, const QString& file, IfExists ifExists) {
    checkReportFile(file, ifExists);
    const QByteArray bytes = isPdf(file) ? pdfOf(report) : htmlOf(report);
    writeFileAtomically(file.toStdString(),
                        std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())), ifExists);
}

} // namespace moelab
