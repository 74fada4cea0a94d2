import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/**
 * A form of a tenant's page. What is wrong is shown without leaving the page, so that
 * neither typed values nor chosen photos are lost; without scripts the server says it.
 */
export class LeaseForm extends Interaction {
    static selector = ".o_lease_form";
    dynamicContent = {
        _root: {
            "t-on-submit.prevent": this.onSubmit,
            "t-att-class": () => ({ o_lease_ready: true }),
        },
    };

    async onSubmit() {
        if (this.sending) {
            return;
        }
        const tooLarge = this.tooLarge();
        if (tooLarge) {
            this.show([tooLarge]);
            return;
        }
        this.sending = true;
        const buttons = this.el.querySelectorAll("button[type=submit]");
        buttons.forEach((button) => (button.disabled = true));
        try {
            const response = await this.waitFor(
                fetch(this.el.action, { method: "POST", body: new FormData(this.el) })
            );
            if (response.redirected) {
                window.location = response.url;
                return;
            }
            const page = new DOMParser().parseFromString(await response.text(), "text/html");
            const found = [...page.querySelectorAll(".o_lease_errors .alert > div")];
            this.show(
                found.length
                    ? found.map((node) => node.textContent)
                    : [_t("It could not be sent. Reload the page and try again.")]
            );
        } catch {
            this.show([_t("No connection: nothing was sent. Try again.")]);
        }
        this.sending = false;
        buttons.forEach((button) => (button.disabled = false));
    }

    /** A sentence on the first file that is too large to be sent. */
    tooLarge() {
        for (const input of this.el.querySelectorAll("input[type=file][data-most]")) {
            const most = parseInt(input.dataset.most);
            for (const file of input.files) {
                if (file.size > most * 1024 * 1024) {
                    return _t("“%(file)s” is too large: at most %(most)s MB.", {
                        file: file.name,
                        most,
                    });
                }
            }
        }
        return "";
    }

    show(sentences) {
        const place = document.querySelector(".o_lease_errors");
        const alert = document.createElement("div");
        alert.className = "alert alert-danger";
        alert.setAttribute("role", "alert");
        for (const sentence of sentences) {
            const line = document.createElement("div");
            line.textContent = sentence;
            alert.append(line);
        }
        place.replaceChildren(alert);
        place.scrollIntoView({ block: "center" });
    }
}

registry.category("public.interactions").add("ops_leasing.lease_form", LeaseForm);
