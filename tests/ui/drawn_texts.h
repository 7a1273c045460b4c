#pragma once

#include <QFont>
#include <QFontMetricsF>
#include <QRectF>
#include <QRegularExpression>
#include <QString>
#include <QTransform>
#include <QXmlStreamReader>

#include <vector>

namespace fixture {

/// A text of an SVG drawing, as Qt writes it.
struct DrawnText {
    QString text;
    QRectF place;  ///< on the paper, about as large as its letters
    bool upright;  ///< stands on end
    double begins; ///< from the left of the widget that draws it, where one does
};

/// All texts of a drawing, in the order in which they were drawn.
inline std::vector<DrawnText> drawnTexts(const QByteArray& svg) {
    std::vector<DrawnText> texts;
    QTransform transform;
    static const QRegularExpression kNumbers(QStringLiteral("[(,]\\s*([-+.e0-9]+)"));
    QXmlStreamReader reader(svg);
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto attributes = reader.attributes();
        if (reader.name() == QLatin1String("g") && attributes.hasAttribute(QLatin1String("transform"))) {
            std::vector<double> numbers;
            const QString matrix = attributes.value(QLatin1String("transform")).toString();
            for (auto match = kNumbers.globalMatch(matrix); match.hasNext();)
                numbers.push_back(match.next().captured(1).toDouble());
            transform = QTransform(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
        }
        if (reader.name() != QLatin1String("text"))
            continue;
        QFont font(attributes.value(QLatin1String("font-family")).toString());
        font.setPixelSize(std::max(1, qRound(attributes.value(QLatin1String("font-size")).toDouble())));
        const QPointF baseline(attributes.value(QLatin1String("x")).toDouble(),
                               attributes.value(QLatin1String("y")).toDouble());
        const QString text = reader.readElementText().trimmed();
        const QFontMetricsF metrics(font);
        const double height = metrics.capHeight();
        const QRectF letters(baseline.x(), baseline.y() - height, metrics.horizontalAdvance(text), height);
        texts.push_back({text, transform.mapRect(letters), transform.m12() != 0, baseline.x()});
    }
    return texts;
}

} // namespace fixture
