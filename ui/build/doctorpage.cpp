#include "ui/build/doctorpage.h"

#include "ui/theme/theme.h"
#include "ui/session/sentence.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace sw::ui {

using namespace Qt::StringLiterals;

DoctorPage::DoctorPage(Engine& engine, QWidget* parent) : QScrollArea(parent), m_engine(engine), m_rows(new QVBoxLayout) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget(this);
    Theme::setVariant(content, "panel", u"surface"_s);
    setWidget(content);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(8);
    auto* top = new QHBoxLayout;
    auto* title = new QLabel(tr("What this machine allows"), content);
    Theme::setVariant(title, "tone", u"strong"_s);
    top->addWidget(title);
    top->addStretch(1);
    auto* again = new QPushButton(tr("Look again"), content);
    top->addWidget(again);
    layout->addLayout(top);
    m_rows->setSpacing(12);
    layout->addLayout(m_rows);
    layout->addStretch(1);
    connect(again, &QPushButton::clicked, &m_engine, &Engine::probeAgain);
    connect(&m_engine, &Engine::probed, this, &DoctorPage::show);
    show();
}

void DoctorPage::show() {
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->deleteLater();
        }
        delete item;
    }
    m_count = 0;
    const auto& machine = m_engine.capabilities();
    if (!machine) {
        m_rows->addWidget(new QLabel(tr("Looking…"), widget()));
        return;
    }
    if (!machine->blocker.empty()) {
        auto* blocker = new QLabel(shown(machine->blocker), widget());
        blocker->setWordWrap(true);
        m_rows->addWidget(blocker);
    }
    for (const sandbox::Probe& probe : machine->probes) {
        m_rows->addWidget(makeRow(probe));
        ++m_count;
    }
}

QWidget* DoctorPage::makeRow(const sandbox::Probe& probe) {
    auto* row = new QWidget(widget());
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    auto* icon = new QLabel(row);
    icon->setPixmap(Theme::instance().icon(probe.ok ? u"check"_s : probe.essential ? u"error"_s : u"warning"_s).pixmap(16, 16));
    layout->addWidget(icon, 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    const QString word = probe.ok ? tr("good") : probe.essential ? tr("needed for building") : tr("a convenience is missing");
    auto* name = new QLabel(u"<b>%1</b> · %2"_s.arg(shown(probe.name).toHtmlEscaped(), word.toHtmlEscaped()), row);
    texts->addWidget(name);
    for (const Sentence* sentence : {&probe.finding, &probe.remedy}) {
        if (sentence->empty()) {
            continue;
        }
        auto* text = new QLabel(shown(*sentence), row);
        text->setWordWrap(true);
        text->setTextFormat(Qt::PlainText);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        if (sentence != &probe.remedy) {
            Theme::setVariant(text, "tone", u"muted"_s);
        }
        texts->addWidget(text);
    }
    layout->addLayout(texts, 1);
    return row;
}

} // namespace sw::ui
