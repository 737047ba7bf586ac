/**
 * The lab file: one file that declares a lab, as desired state.
 *
 * <p>{@link LabParser} turns text (YAML 1.2 or JSON) into a {@link LabSpec} or into every problem
 * it found, each with line and column. A {@code LabSpec} is a passive value in which everything is
 * resolved: inheritance, {@code count:}, derived MAC addresses. {@link LabPlan} is the difference
 * of two of them in a safe order, {@link LabWriter} turns one back into text. {@link LabObject} is
 * the one table of the keys a file may have; the parser reads from it and the published JSON Schema
 * is tested against it.
 *
 * <p>How a text is read: {@code LabDocument} (size, syntax, depth and alias bounds) makes a node
 * graph; {@code LabSection} and {@code LabValue} read nodes and note problems in a {@code
 * LabReport}; {@code LabReader} and the readers it calls know what the keys mean; {@code LabChecks}
 * compares objects with each other.
 *
 * <p>No class of this package knows Vert.x, time or threads.
 */
package io.hnswitch.lab;
