"""Who may come in and by which door, and the address that mail is sent from."""

from typing import Any

from infra.local.creators.site import Creator, Site
from infra.local.deployment import PagesClient
from infra.local.intrinsics import Made
from infra.local.properties import Properties


def _user_pool(logical_id: str, p: Properties, site: Site) -> Made:
    schema = [_attribute(each) for each in p.sections("Schema")]
    pool = site.client("cognito-idp").create_user_pool(
        PoolName=site.name(logical_id),
        **({"Schema": schema} if schema else {}),
        **p.some(
            "AccountRecoverySetting",
            "AdminCreateUserConfig",
            "AutoVerifiedAttributes",
            "DeletionProtection",
            "MfaConfiguration",
            "Policies",
            "UserAttributeUpdateSettings",
            "UserPoolTier",
            "UsernameAttributes",
            "UserPoolTags",
        ),
    )["UserPool"]
    # Which second factors there are is a call of its own in Cognito.
    if factors := p.get("EnabledMfas"):
        if factors != ["SOFTWARE_TOKEN_MFA"]:
            raise NotImplementedError(f"{logical_id}.EnabledMfas: {factors}")
        site.client("cognito-idp").set_user_pool_mfa_config(
            UserPoolId=pool["Id"],
            SoftwareTokenMfaConfiguration={"Enabled": True},
            MfaConfiguration=pool["MfaConfiguration"],
        )
    issuer = f"cognito-idp.{site.deployment.region}.amazonaws.com/{pool['Id']}"
    attributes = {
        "Arn": pool["Arn"],
        "UserPoolId": pool["Id"],
        "ProviderName": issuer,
        "ProviderURL": f"https://{issuer}",
    }
    return Made(pool["Id"], attributes)


def _attribute(p: Properties) -> dict[str, Any]:
    attribute = p.some("AttributeDataType", "Mutable", "Name", "Required")
    limits = p.section("StringAttributeConstraints").some("MinLength", "MaxLength")
    return {**attribute, "StringAttributeConstraints": limits}


def _group(_logical_id: str, p: Properties, site: Site) -> Made:
    group = p.some("Description", "GroupName", "Precedence", "UserPoolId")
    site.client("cognito-idp").create_group(**group)
    return Made(group["GroupName"])


def _client(logical_id: str, p: Properties, site: Site) -> Made:
    made = site.client("cognito-idp").create_user_pool_client(
        ClientName=site.name(logical_id),
        **p.some(
            "AccessTokenValidity",
            "AllowedOAuthFlows",
            "AllowedOAuthFlowsUserPoolClient",
            "AllowedOAuthScopes",
            "CallbackURLs",
            "EnableTokenRevocation",
            "ExplicitAuthFlows",
            "GenerateSecret",
            "IdTokenValidity",
            "LogoutURLs",
            "PreventUserExistenceErrors",
            "ReadAttributes",
            "RefreshTokenValidity",
            "SupportedIdentityProviders",
            "TokenValidityUnits",
            "UserPoolId",
            "WriteAttributes",
        ),
    )["UserPoolClient"]
    if made.get("AllowedOAuthFlowsUserPoolClient"):
        site.deployment.pages_clients.append(_pages_client(logical_id, made))
    return Made(made["ClientId"], {"ClientId": made["ClientId"]})


def _pages_client(logical_id: str, made: dict[str, Any]) -> PagesClient:
    if made["AllowedOAuthFlows"] != ["code"] or "ClientSecret" in made:
        raise NotImplementedError(f"{logical_id}: the identity provider plays codes and no secrets")
    return PagesClient(
        client_id=made["ClientId"],
        pool=made["UserPoolId"],
        scopes=frozenset(made["AllowedOAuthScopes"]),
        callback_urls=tuple(made["CallbackURLs"]),
        logout_urls=tuple(made["LogoutURLs"]),
    )


def _domain(_logical_id: str, p: Properties, site: Site) -> Made:
    # Version 1 is the older hosted pages.
    p.expect("ManagedLoginVersion", [2])
    domain = p.some("Domain", "UserPoolId")
    site.client("cognito-idp").create_user_pool_domain(**domain)
    site.deployment.sign_in_domains.append(domain["Domain"])
    return Made(domain["Domain"])


def _branding(logical_id: str, p: Properties, _site: Site) -> Made:
    # A record only: moto has no brandings, and the local identity provider one look.
    p.take("UserPoolId")
    p.take("ClientId")
    p.expect("UseCognitoProvidedValues", [True])
    return Made(logical_id)


def _email_identity(_logical_id: str, p: Properties, site: Site) -> Made:
    address = p.take("EmailIdentity")
    site.client("sesv2").create_email_identity(EmailIdentity=address)
    return Made(address)


CREATORS: dict[str, Creator] = {
    "AWS::Cognito::UserPool": _user_pool,
    "AWS::Cognito::UserPoolGroup": _group,
    "AWS::Cognito::UserPoolClient": _client,
    "AWS::Cognito::UserPoolDomain": _domain,
    "AWS::Cognito::ManagedLoginBranding": _branding,
    "AWS::SES::EmailIdentity": _email_identity,
}
