#pragma once

#include "ui/session/imagesession.h"

#include <QFrame>

class QCheckBox;
class QComboBox;
class QToolButton;

namespace sw::ui {

/// What of the files is wanted besides the text that is searched for: change, kind, size, owner, stage of
/// origin, package. Opens under its
/// button; each choice counts at once.
class FilterPanel : public QFrame {
    Q_OBJECT
public:
    explicit FilterPanel(QWidget* parent);
    /// Layers of the stage that is shown: the origins to choose from. What is chosen stays where it is there as well.
    void setLayers(const StageLayersPtr& layers);
    void setOwners(const std::vector<analysis::OwnerSum>& owners);
    void setPackages(const PackagesPtr& packages);
    void chooseOrigin(const QString& name, bool context); ///< a base image or stage, or else the build context
    void setAnyChange(bool on); ///< all three or none
    bool isAnyChange() const;
    analysis::TreeFilter filter() const; ///< without a text
    int count() const;                   ///< conditions that are set
    void reset();
    void openUnder(QWidget* anchor);

    QCheckBox* change(analysis::Change change) const { return m_changes[static_cast<std::size_t>(change) - 1]; }
    QCheckBox* hiddenLater() const { return m_hidden; }
    QComboBox* kind() const { return m_kind; }
    QComboBox* smallest() const { return m_smallest; }
    QComboBox* owner() const { return m_owner; }
    QComboBox* origin() const { return m_origin; }
    QComboBox* package() const { return m_package; }

Q_SIGNALS:
    void changed();

private:
    StageLayersPtr m_layers;
    PackagesPtr m_packages;
    std::array<QCheckBox*, 3> m_changes; ///< added, changed, removed
    QCheckBox* m_hidden;
    QComboBox* m_kind;
    QComboBox* m_smallest;
    QComboBox* m_owner;
    QComboBox* m_origin;
    QComboBox* m_package;
};

/// "Libraries": files of a kind, for choices and legends.
QString fileKindWord(analysis::FileKind kind);
/// Where a layer's files come from: "builder", "node:18".
QString originName(const StageLayers& layers, std::size_t layer);

} // namespace sw::ui
