#include "ui/layers/filterpanel.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QPushButton>
#include <QSignalBlocker>

namespace sw::ui {

using namespace Qt::StringLiterals;
using analysis::Change;
using analysis::FileKind;

namespace {

constexpr std::array<Change, 3> kChanges = {Change::Added, Change::Modified, Change::Removed};
constexpr std::array<std::uint64_t, 6> kSizes = {1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};

constexpr int kKeyRole = Qt::UserRole + 1;                 ///< what makes a choice the same one in another stage
constexpr const char* kWanted = "wanted";                  ///< property: key of what somebody chose
const QString kFromContext = QStringLiteral("\nthe context"); ///< key that is no name of a stage or image

void addChoice(QComboBox* box, const QString& text, const QVariant& data, const QVariant& key) {
    box->addItem(text, data);
    box->setItemData(box->count() - 1, key, kKeyRole);
}

/// Fills a choice anew and chooses again what somebody chose, if it is there. True when that may mean something else now.
template <typename Add> bool refill(QComboBox* box, const QString& any, Add add) {
    const QSignalBlocker blocker(box);
    box->clear();
    box->addItem(any);
    add();
    const QVariant wanted = box->property(kWanted);
    box->setCurrentIndex(wanted.isValid() ? std::max(0, box->findData(wanted, kKeyRole)) : 0);
    return wanted.isValid();
}

bool isFromContext(const StageLayers& layers, std::size_t layer) {
    return layers.build && layers.place < layers.build->stages.size() && layer < layers.build->stages[layers.place].layers.size() &&
           layers.build->stages[layers.place].layers[layer].making == analysis::Making::Context;
}

} // namespace

QString fileKindWord(FileKind kind) {
    switch (kind) {
    case FileKind::Directory: return FilterPanel::tr("Folders");
    case FileKind::Link: return FilterPanel::tr("Links");
    case FileKind::Library: return FilterPanel::tr("Libraries");
    case FileKind::Code: return FilterPanel::tr("Code");
    case FileKind::Media: return FilterPanel::tr("Pictures, fonts, sound");
    case FileKind::Archive: return FilterPanel::tr("Archives");
    case FileKind::Text: return FilterPanel::tr("Texts and data");
    case FileKind::Program: return FilterPanel::tr("Programs");
    case FileKind::Other: break;
    }
    return FilterPanel::tr("Others");
}

QString originName(const StageLayers& layers, std::size_t layer) {
    const StageLayers::Layer& it = layers.layers[layer];
    if (it.fromStage && layers.build) {
        for (std::size_t i = 0; i < layers.build->stages.size(); ++i) {
            if (layers.build->stages[layers.place].layers[layer].fromStage == i) {
                const analysis::StageFiles& stage = layers.build->stages[i];
                return stage.name.empty() ? FilterPanel::tr("stage %1").arg(*it.fromStage + 1) : QString::fromStdString(stage.name);
            }
        }
    }
    return it.origin.isEmpty() && it.ownerStage ? FilterPanel::tr("stage %1").arg(*it.ownerStage + 1) : it.origin;
}

FilterPanel::FilterPanel(QWidget* parent)
    : QFrame(parent, Qt::Popup), m_changes{}, m_hidden(new QCheckBox(tr("Hidden by a later layer"), this)), m_kind(new QComboBox(this)), m_smallest(new QComboBox(this)), m_owner(new QComboBox(this)), m_origin(new QComboBox(this)),
      m_package(new QComboBox(this)) {
    Theme::setVariant(this, "panel", u"popup"_s);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(16, 12, 16, 12);
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(16);
    auto* boxes = new QHBoxLayout;
    boxes->setSpacing(12);
    const std::array<QString, 3> words = {tr("Added"), tr("Changed", "files"), tr("Removed")};
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        m_changes[i] = new QCheckBox(words[i], this);
        boxes->addWidget(m_changes[i]);
        connect(m_changes[i], &QCheckBox::toggled, this, &FilterPanel::changed);
    }
    form->addRow(tr("Change"), boxes);
    form->addRow(QString(), m_hidden);
    connect(m_hidden, &QCheckBox::toggled, this, &FilterPanel::changed);
    m_kind->addItem(tr("All kinds"));
    for (std::size_t i = 0; i < analysis::kFileKinds; ++i) {
        addChoice(m_kind, fileKindWord(static_cast<FileKind>(i)), static_cast<int>(i), static_cast<int>(i));
    }
    form->addRow(tr("Kind"), m_kind);
    m_smallest->addItem(tr("Any size"));
    for (const std::uint64_t size : kSizes) {
        addChoice(m_smallest, tr("%1 or more").arg(bytesText(size)), static_cast<qulonglong>(size), static_cast<qulonglong>(size));
    }
    form->addRow(tr("Size"), m_smallest);
    m_owner->addItem(tr("Anybody"));
    form->addRow(tr("Owner"), m_owner);
    m_origin->addItem(tr("Anywhere"));
    form->addRow(tr("Comes from"), m_origin);
    m_package->addItem(tr("Any package or none"));
    m_package->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_package->setMinimumContentsLength(24);
    m_package->setMaxVisibleItems(16);
    form->addRow(tr("Package"), m_package);
    auto* none = new QPushButton(tr("Show everything"), this);
    form->addRow(none);
    connect(none, &QPushButton::clicked, this, &FilterPanel::reset);
    for (QComboBox* box : {m_kind, m_smallest, m_owner, m_origin, m_package}) {
        connect(box, &QComboBox::currentIndexChanged, this, [this, box] {
            box->setProperty(kWanted, box->currentData(kKeyRole)); // while it is filled anew, nothing is heard here
            Q_EMIT changed();
        });
    }
}

void FilterPanel::setLayers(const StageLayersPtr& layers) {
    m_layers = layers;
    const bool chosen = refill(m_origin, tr("Anywhere"), [&] {
        bool context = false;
        for (std::size_t i = 0; layers && i < layers->layers.size(); ++i) {
            context = context || isFromContext(*layers, i);
            if (const QString name = originName(*layers, i); m_origin->findData(name) < 0) {
                addChoice(m_origin, layers->layers[i].fromBase ? tr("%1 (base)").arg(name) : name, name, name);
            }
        }
        if (context) {
            addChoice(m_origin, tr("The build context"), kFromContext, kFromContext);
        }
    });
    if (chosen) {
        Q_EMIT changed();
    }
}

void FilterPanel::chooseOrigin(const QString& name, bool context) {
    const int at = m_origin->findData(context ? QVariant(kFromContext) : QVariant(name));
    if (at >= 0) {
        m_origin->setCurrentIndex(at);
    }
}

void FilterPanel::setOwners(const std::vector<analysis::OwnerSum>& owners) {
    refill(m_owner, tr("Anybody"), [&] {
        for (const analysis::OwnerSum& owner : owners) {
            const QString name = m_layers ? QString::fromStdString(m_layers->owners.user(owner.uid)) : QString::number(owner.uid);
            addChoice(m_owner, tr("%1 · %2", "owner and bytes").arg(name, bytesText(owner.bytes)), owner.uid, owner.uid);
        }
        // Who owns nothing at this point may own something at the next: the choice stays.
        if (const QVariant wanted = m_owner->property(kWanted); wanted.isValid() && m_owner->findData(wanted, kKeyRole) < 0) {
            addChoice(m_owner, m_layers ? QString::fromStdString(m_layers->owners.user(wanted.toUInt())) : wanted.toString(), wanted, wanted);
        }
    });
}

void FilterPanel::setPackages(const PackagesPtr& packages) {
    m_packages = packages;
    const bool chosen = refill(m_package, tr("Any package or none"), [&] {
        for (std::size_t i = 0; packages && i < packages->sizes().size(); ++i) {
            const analysis::PackageSize& size = packages->sizes()[i];
            const QString name = QString::fromStdString(packages->packages()[size.package].name);
            addChoice(m_package, tr("%1 · %2", "package and bytes").arg(name, bytesText(size.bytes)), static_cast<qulonglong>(size.package), name);
        }
    });
    if (chosen) {
        Q_EMIT changed();
    }
}

void FilterPanel::setAnyChange(bool on) {
    if (on == isAnyChange()) {
        return;
    }
    for (QCheckBox* box : m_changes) {
        const QSignalBlocker blocker(box);
        box->setChecked(on);
    }
    Q_EMIT changed();
}

bool FilterPanel::isAnyChange() const {
    return std::ranges::all_of(m_changes, [](const QCheckBox* box) { return box->isChecked(); });
}

analysis::TreeFilter FilterPanel::filter() const {
    analysis::TreeFilter out;
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        out.changes |= static_cast<std::uint8_t>(m_changes[i]->isChecked() ? 1U << static_cast<unsigned>(kChanges[i]) : 0U);
    }
    if (const QVariant kind = m_kind->currentData(); kind.isValid()) {
        out.kinds = static_cast<std::uint16_t>(1U << kind.toUInt());
    }
    out.hiddenLater = m_hidden->isChecked();
    out.smallest = m_smallest->currentData().toULongLong();
    if (const QVariant owner = m_owner->currentData(); owner.isValid()) {
        out.uid = owner.toUInt();
    }
    if (const QVariant origin = m_origin->currentData(); origin.isValid() && m_layers) {
        for (std::size_t i = 0; i < m_layers->layers.size(); ++i) {
            out.layers.push_back(origin.toString() == kFromContext ? isFromContext(*m_layers, i) : originName(*m_layers, i) == origin.toString());
        }
    }
    if (const QVariant package = m_package->currentData(); package.isValid() && m_packages) {
        out.owners = m_packages;
        out.package = package.toULongLong();
    }
    return out;
}

int FilterPanel::count() const {
    const analysis::TreeFilter filter = this->filter();
    return (filter.changes != 0 ? 1 : 0) + (filter.kinds != 0 ? 1 : 0) + (filter.smallest > 0 ? 1 : 0) + (filter.uid ? 1 : 0) + (filter.layers.empty() ? 0 : 1) + (filter.owners ? 1 : 0) + (filter.hiddenLater ? 1 : 0);
}

void FilterPanel::reset() {
    {
        const QSignalBlocker blocker(this);
        for (QCheckBox* box : m_changes) {
            box->setChecked(false);
        }
        m_hidden->setChecked(false);
        for (QComboBox* box : {m_kind, m_smallest, m_owner, m_origin, m_package}) {
            box->setCurrentIndex(0);
        }
    }
    Q_EMIT changed();
}

void FilterPanel::openUnder(QWidget* anchor) {
    adjustSize();
    const QPoint corner = anchor->mapToGlobal(QPoint(anchor->width() - width(), anchor->height() + 4));
    move(std::max(0, corner.x()), corner.y());
    show();
    m_kind->setFocus();
}

} // namespace sw::ui
