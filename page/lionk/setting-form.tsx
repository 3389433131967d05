/** Chooses f, K and the constants. */
import { ConstantFields } from "./constant-fields.tsx";
import { KFields } from "./k-fields.tsx";
import { ObjectiveFields } from "./objective-fields.tsx";
import type { SettingFault } from "./problem.ts";
import type { Setting } from "./setting.ts";

/** What the form shows, and who hears of changes. */
export interface SettingFormProps {
  readonly setting: Setting;
  readonly fault: SettingFault | null;
  readonly onSetting: (setting: Setting) => void;
}

/** The form. */
export function SettingForm(props: SettingFormProps) {
  return (
    <div class="lionk-form">
      <ObjectiveFields {...props} />
      <KFields {...props} />
      <ConstantFields {...props} />
    </div>
  );
}
