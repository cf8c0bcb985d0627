#include "ui/shell/shippingbar.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTimer>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace sw::ui {

using namespace Qt::StringLiterals;

/// A thin bar: the part that ships, in the accent colour.
class Meter : public QWidget {
public:
    explicit Meter(QWidget* parent) : QWidget(parent) { setFixedSize(180, 16); }
    void setShare(double share) {
        m_share = share;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        const QRectF track(0, height() / 2.0 - 4, width(), 8);
        painter.setBrush(Theme::instance().color(Theme::Role::Track));
        painter.drawRoundedRect(track, 4, 4);
        QRectF part = track;
        part.setWidth(std::max(8.0, track.width() * std::clamp(m_share, 0.0, 1.0)));
        painter.setBrush(Theme::instance().color(Theme::Role::Accent));
        painter.drawRoundedRect(part, 4, 4);
    }

private:
    double m_share = 0;
};

namespace {
QToolButton* statusButton(QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}
} // namespace

ShippingBar::ShippingBar(QWidget* parent)
    : QFrame(parent),
      m_ships(new QLabel(this)),
      m_meter(new Meter(this)),
      m_message(new QLabel(this)),
      m_problems(statusButton(this)),
      m_machine(statusButton(this)),
      m_caret(statusButton(this)),
      m_messageTime(new QTimer(this)) {
    Theme::setVariant(this, "panel", u"footer"_s);
    Theme::setVariant(m_message, "tone", u"muted"_s);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 2, 8, 2);
    layout->setSpacing(12);
    m_ships->setTextFormat(Qt::RichText);
    layout->addWidget(m_ships);
    layout->addWidget(m_meter);
    m_message->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_message, 1);
    layout->addWidget(m_problems);
    layout->addWidget(m_machine);
    layout->addWidget(m_caret);
    m_messageTime->setSingleShot(true);
    m_messageTime->setInterval(6000);
    connect(m_messageTime, &QTimer::timeout, m_message, &QLabel::clear);
    connect(m_problems, &QToolButton::clicked, this, &ShippingBar::problemsClicked);
    connect(m_machine, &QToolButton::clicked, this, &ShippingBar::machineClicked);
    connect(m_caret, &QToolButton::clicked, this, &ShippingBar::caretClicked);
    setResult(nullptr);
    setCaret(1, 1);
    setFixedHeight(34);
}

void ShippingBar::setResult(const build::BuildResult* result) {
    const bool known = result != nullptr && result->image && result->builtBytes > 0;
    m_known = known;
    m_meter->setVisible(known && width() >= 1250);
    if (!known) {
        m_ships->setText(result != nullptr && result->cancelled ? tr("The build was stopped")
                         : result != nullptr && result->failure ? tr("The last build failed")
                                                                : tr("Not built yet"));
        m_ships->setToolTip({});
        return;
    }
    const double share = static_cast<double>(result->shippedBytes) / static_cast<double>(result->builtBytes);
    const int behind = static_cast<int>(std::floor((1.0 - std::min(1.0, share)) * 100.0));
    m_ships->setText(tr("Ships <b>%1</b> of <b>%2</b> built: <b>%3 %</b> stays behind")
                         .arg(Theme::bytes(result->shippedBytes), Theme::bytes(result->builtBytes))
                         .arg(behind));
    m_ships->setToolTip(tr("Visible bytes of the final image: %1\nVisible bytes of every stage that was built, shared layers once: %2")
                            .arg(Theme::exactBytes(result->shippedBytes), Theme::exactBytes(result->builtBytes)));
    m_meter->setShare(share);
    m_meter->setToolTip(m_ships->toolTip());
}

void ShippingBar::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    m_meter->setVisible(m_known && width() >= 1250);
}

QString ShippingBar::shippingText() const {
    QString text = m_ships->text();
    return text.remove(u"<b>"_s).remove(u"</b>"_s);
}

void ShippingBar::setProblems(int errors, int warnings) {
    const int count = errors + warnings;
    m_problems->setText(count == 0 ? tr("No problems") : tr("%Ln problem(s)", nullptr, count));
    m_problems->setIcon(Theme::instance().icon(errors > 0 ? u"error"_s : warnings > 0 ? u"warning"_s : u"check"_s, Theme::IconTint::Muted));
    m_problems->setToolTip(tr("Show the problems list"));
}

void ShippingBar::setMachine(const QString& words, const QString& toolTip, bool trouble) {
    m_machine->setText(words);
    m_machine->setIcon(trouble ? Theme::instance().icon(u"warning"_s) : QIcon());
    m_machine->setToolTip(toolTip);
}

void ShippingBar::setCaret(int line, int column) { m_caret->setText(tr("Ln %1, Col %2").arg(line).arg(column)); }

void ShippingBar::showMessage(const QString& sentence) {
    m_message->setText(sentence);
    m_message->setToolTip(sentence);
    m_messageTime->start();
}

} // namespace sw::ui
