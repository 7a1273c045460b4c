#include "plotting/icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QMenu>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>

/// The linker leaves out what a static library holds and nobody names. Q_INIT_RESOURCE works outside namespaces
/// only.
static void nameIcons() { Q_INIT_RESOURCE(icons); }

namespace moelab {
namespace {

/// Styles ask for the same icon for a button under the pointer and for a menu's chosen entry. Only the entry lies
/// on the highlight, and while a menu is open it has the pointer.
bool onHighlight(QIcon::Mode mode) {
    return mode == QIcon::Selected ||
           (mode == QIcon::Active && qobject_cast<QMenu*>(QApplication::activePopupWidget()));
}

QColor inkFor(QIcon::Mode mode) {
    const QPalette palette = QApplication::palette();
    if (mode == QIcon::Disabled)
        return palette.color(QPalette::Disabled, QPalette::WindowText);
    return palette.color(onHighlight(mode) ? QPalette::HighlightedText : QPalette::WindowText);
}

class Engine : public QIconEngine {
  public:
    explicit Engine(QByteArray svg)
        : m_svg(std::move(svg)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        QByteArray inked = m_svg;
        inked.replace("currentColor", inkFor(mode).name().toLatin1());
        QSvgRenderer renderer(inked);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        renderer.render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap drawn(size);
        drawn.fill(Qt::transparent);
        QPainter painter(&drawn);
        paint(&painter, drawn.rect(), mode, state);
        return drawn;
    }

    QIconEngine* clone() const override { return new Engine(*this); }

  private:
    QByteArray m_svg;
};

} // namespace

QIcon icon(const char* name) {
    nameIcons();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(QLatin1String(name)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("there is no icon %s", name);
    return QIcon(new Engine(file.readAll()));
}

} // namespace moelab
