#include "about_box.h"

#include "plotting/icons.h"

#include <QApplication>
#include <QCoreApplication>
#include <QMessageBox>

namespace moelab {
namespace {

constexpr int kIconSize = 64;

QString words(const char* text) { return QCoreApplication::translate("moelab::AboutBox", text); }

QString line(const QString& label, const QString& value) {
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td>%2</td></tr>").arg(label, value.toHtmlEscaped());
}

QString aboutText(const Libraries& libraries) {
    return words("<b>MoE Lab %1</b><p>A workbench for mixtures of experts on small images.</p>")
               .arg(QApplication::applicationVersion()) +
           QStringLiteral("<table>") + line(QStringLiteral("Qt"), QLatin1String(qVersion())) +
           line(QStringLiteral("LibTorch"), QString::fromStdString(libraries.libtorch)) +
           line(QStringLiteral("BLAS"), QString::fromStdString(libraries.blas)) +
           line(QStringLiteral("CUDA"), libraries.cuda ? words("there is a device") : words("no device")) +
           QStringLiteral("</table>") +
           words("<p>Free software under the GNU General Public License, version 3 or later "
                 "(GPL-3.0-or-later). It comes with no warranty.</p>");
}

} // namespace

void showAbout(QWidget* parent, const Libraries& libraries) {
    auto* const box = new QMessageBox(parent);
    box->setObjectName(QStringLiteral("aboutBox"));
    box->setAccessibleName(words("About MoE Lab"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(words("About MoE Lab"));
    box->setIconPixmap(icon("moelab").pixmap(kIconSize));
    box->setText(aboutText(libraries));
    box->setTextInteractionFlags(Qt::TextBrowserInteraction);
    box->open();
}

} // namespace moelab
