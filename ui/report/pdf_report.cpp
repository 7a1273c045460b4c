#include "report/pdf_report.h"

#include "report/pdf_pages.h"

namespace moelab {
namespace {

QByteArray written(const ReportContent& report, int& pages) {
    PdfPages paper(report.title, pages);
    paper.addTitle(report.title);
    for (const QString& line : report.lines)
        paper.addMuted(line);
    for (const ReportSection& section : report.sections) {
        paper.startSection(section);
        for (const ReportBlock& block : section.blocks)
            std::visit([&](const auto& each) { paper.add(each); }, block);
    }
    pages = paper.count();
    return paper.end();
}

} // namespace

QByteArray pdfOf(const ReportContent& report) {
    int pages = 0;
    written(report, pages); // to know how many there are
    return written(report, pages);
}

} // namespace moelab
